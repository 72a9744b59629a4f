/** The bridge: one stroke over water. */
export function Mark() {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M2.5 17.5c2.2 0 3.2-1.6 4.2-4.3C7.9 9.8 9.4 6.5 12 6.5s4.1 3.3 5.3 6.7c1 2.7 2 4.3 4.2 4.3" />
      <path d="M7 17.5c1.2-1.9 3-2.9 5-2.9s3.8 1 5 2.9" />
    </svg>
  )
}

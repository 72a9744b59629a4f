/** Shows the page to sign in, which leads back here, or that of the account. */
export function showAccount(page: 'sign-in' | 'account'): void {
  const { pathname, search, hash } = location
  location.assign(page === 'account' ? '/account' : `/sign-in?next=${encodeURIComponent(pathname + search)}${hash}`)
}

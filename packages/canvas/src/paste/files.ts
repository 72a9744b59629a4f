/** What is said of a picture, or another file, that is pasted or dropped on a board. */
export const noFiles =
  'Pictures and files cannot be put on a board yet. A board file can be added with Import, in the menu More.'

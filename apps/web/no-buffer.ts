/** In browsers there is no `Buffer`: libraries that mention it use it in Node only. */
export const Buffer = undefined

/** In browsers there are no modules of Node: libraries that import them use them in Node only. */
export const createRequire = undefined

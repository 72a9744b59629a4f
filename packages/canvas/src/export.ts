export { fontsFor } from './export/embedded-fonts.ts'
export { paintPicture, pngOf } from './export/png.ts'
export { type Printed, type Sheet, sheetsOf } from './export/print.ts'

export { fillToneOf, inkTone } from './ColorFields.tsx'
export { StyleFields } from './StyleFields.tsx'
export { StylePanel } from './StylePanel.tsx'
export { fieldsFor, isSet, type StyleField } from './style-fields.tsx'

/**
 * What two Inkbridge programs must agree on, and nothing else: ids, shapes, edits, presence, roles, frames,
 * close codes, limits and the bodies of the HTTP API. No I/O, no Yjs, no DOM.
 *
 * @packageDocumentation
 */
export { type AwarenessState, decodeAwareness, encodeAwareness, findAwareness } from './awareness.ts'
export { FrameReader, messagesOf } from './chunks.ts'
export { type CloseCode, type CloseReaction, closeCodes, reactionTo } from './close.ts'
export { type Edit, type NewShape, newShape, type StyleChange } from './edit.ts'
export {
  type BoardDamage,
  encodeFrame,
  type Frame,
  type Hello,
  isPing,
  type Notice,
  parseFrame,
  parseHello,
} from './frame.ts'
export { type Box, type Carriage, carriage, type Place, type ScreenPoint, type WorldPoint } from './geometry.ts'
export {
  type BoardId,
  type DeviceId,
  isShared,
  type LinkId,
  newBoardId,
  newLinkId,
  newShapeId,
  type PrincipalId,
  parseBoardId,
  partId,
  type RandomBytes,
  randomName,
  type ShapeId,
} from './ids.ts'
export { limits } from './limits.ts'
export { parseLink } from './link.ts'
export { closeEvent, frameEvent, maxPacketLength, type Packet, packetParser, pollingKeyHeader } from './packet.ts'
export {
  type Caret,
  cleanName,
  cleanTitle,
  type OwnPresence,
  type Peer,
  type Person,
  type Presence,
  parsePeer,
  personColors,
} from './presence.ts'
export {
  decodePresence,
  encodePresence,
  type PresenceDelta,
  type PresenceEntry,
  type PresencePoint,
} from './presence-delta.ts'
export { type ApiErrorCode, apiErrorCodes, apiErrors, type RefusalReason, refusalReasons } from './refusals.ts'
export type {
  AllowPassing,
  ApiError,
  BoardLink,
  BoardLinks,
  BoardSummaries,
  BoardSummary,
  ChangeMe,
  CreateBoard,
  CreatedBoard,
  CreateLink,
  Device,
  Devices,
  JoinBoard,
  Me,
  OwnLink,
  RestoreState,
} from './rest.ts'
export { no, ok, type Rejection, type Result } from './result.ts'
export {
  type List,
  lists,
  maxIndent,
  maxTextLength,
  type Paragraph,
  parseMarks,
  parseParagraph,
  parseRichText,
  plainText,
  type RichText,
  richText,
  type TextMarks,
  type TextRun,
  textMarks,
} from './rich-text.ts'
export { atLeast, mayEdit, parseRole, type Role, roles } from './roles.ts'
export {
  type BoxedKind,
  type BoxedShape,
  boxedKinds,
  boxFamily,
  boxRecords,
  parseBoxedKind,
} from './shapes/boxed-record.ts'
export { type FrameShape, frameRecord } from './shapes/frame-record.ts'
export { type InkPoint, type InkPoints, type InkShape, inkRecord, isStroke } from './shapes/ink-record.ts'
export {
  type Binding,
  type LineEnd,
  type LineShape,
  lineRecord,
  type Pin,
  parseBinding,
  parseLinePoints,
  parsePins,
} from './shapes/line-record.ts'
export { type NoteShape, noteRecord } from './shapes/note-record.ts'
export {
  createRecordKinds,
  type KindStyle,
  type Prop,
  propsOf,
  type RecordKind,
  type RecordKinds,
  recordKind,
  type ShapeWith,
  type Unmade,
} from './shapes/record-kind.ts'
export type { ShapeBase } from './shapes/shape.ts'
export { type TextShape, textRecord } from './shapes/text-record.ts'
export type { UnknownShape } from './shapes/unknown-record.ts'
export { builtInRecordKinds, builtInRecords, type Shape, type ShapeKind, type ShapeKinds } from './shapes.ts'
export {
  type Align,
  aligns,
  type Color,
  type Corners,
  cornerings,
  type Dash,
  dashes,
  defaultSize,
  defaultStreamline,
  defaultStyle,
  type Fit,
  type Font,
  fillKeys,
  fits,
  fonts,
  type Head,
  heads,
  highlighterWidths,
  type InkName,
  inks,
  isSize,
  letterKeys,
  type Nib,
  nibs,
  type Pattern,
  parseColor,
  parseStyle,
  patterns,
  type Route,
  routes,
  type Style,
  type StyleKey,
  sizes,
  type Valign,
  valigns,
  widths,
  wordKeys,
} from './style.ts'

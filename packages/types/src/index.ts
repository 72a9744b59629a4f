/**
 * What two Inkbridge programs must agree on, and nothing else: ids, shapes, edits, presence, roles, frames,
 * close codes, limits and the bodies of the HTTP API. No I/O, no Yjs, no DOM.
 *
 * @packageDocumentation
 */
export { type AwarenessState, decodeAwareness, encodeAwareness } from './awareness.ts'
export { FrameReader, messagesOf } from './chunks.ts'
export { type CloseCode, type CloseReaction, closeCodes, reactionTo } from './close.ts'
export type { Edit, NewShape, StyleChange } from './edit.ts'
export { encodeFrame, type Frame, type Hello, type Notice, parseFrame, parseHello } from './frame.ts'
export { type Box, type Carriage, carriage, type Place, type ScreenPoint, type WorldPoint } from './geometry.ts'
export {
  type BoardId,
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
export { closeEvent, frameEvent, maxPacketLength, type Packet, packetParser } from './packet.ts'
export {
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
export type {
  ApiError,
  BoardLink,
  BoardSummary,
  ChangeMe,
  CreateBoard,
  CreatedBoard,
  CreateLink,
  JoinBoard,
  Me,
} from './rest.ts'
export { no, ok, type Rejection, type Result } from './result.ts'
export { atLeast, mayEdit, parseRole, type Role, roles } from './roles.ts'
export { type BoxedKind, type BoxedShape, boxedKinds, parseBoxedKind } from './shapes/boxed.ts'
export type { InkPoint, InkPoints, InkShape } from './shapes/ink.ts'
export { type LineShape, parseLinePoints } from './shapes/line.ts'
export { parseLink, type ShapeBase } from './shapes/shape.ts'
export type { UnknownShape } from './shapes/unknown.ts'
export type { Shape, ShapeKind, ShapeKinds } from './shapes.ts'
export {
  type Color,
  type Corners,
  cornerings,
  type Dash,
  dashes,
  defaultStreamline,
  defaultStyle,
  type Head,
  heads,
  highlighterWidths,
  type InkName,
  inks,
  type Nib,
  nibs,
  type Pattern,
  parseColor,
  parseStyle,
  patterns,
  type Style,
  widths,
} from './style.ts'

/** Limits that server and clients agree on. Bytes are bytes on the wire, before any transport's own framing. */
export const limits = {
  /** One message on either door. Transports allow more, so that our limit is the one that answers. */
  maxFrameBytes: 1_048_576,
  /** The content of one chunk of a larger message: no common proxy rejects or buffers a message of this size. */
  maxChunkBytes: 262_144,
  /** A message that was sent in chunks. */
  maxWholeBytes: 33_554_432,
  /** One presence state as JSON. */
  maxPresenceBytes: 4_096,
  /** Any coordinate or size, world units, either sign. */
  maxCoordinate: 1e8,
  /** Points in one stroke. */
  maxStrokePoints: 20_000,
  /** Characters (UTF-16) of a shape id, and of any key in the document. */
  maxKeyLength: 128,
  /** Characters of an order key. */
  maxOrderLength: 256,
  /** Characters of a board's title. */
  maxTitleLength: 120,
  /** Characters of a person's name. */
  maxNameLength: 40,
  /** Characters of a new password. */
  minPasswordLength: 10,
  /** Bytes of a password in UTF-8. */
  maxPasswordBytes: 1_024,
  /** Links that a board may have had, including revoked ones: its owner is shown all of them. */
  maxLinks: 1_000,
  /** Characters of a link's password. */
  minLinkPasswordLength: 6,
  maxLinkPasswordLength: 64,
  /** People who may be allowed to join by one link. */
  maxLinkUses: 100_000,
  /** People in one answer of `GET /api/boards/<id>/people`. */
  maxListedPeople: 500,
  /** Entries in one answer of `GET /api/boards/<id>/audit`. */
  maxAuditEntries: 100,
  /** Boards in one answer of `GET /api/boards`. */
  maxListedBoards: 200,
  /** Folders of a person. */
  maxFolders: 500,
  /** Folders in each other. */
  maxFolderDepth: 8,
  /** Characters (UTF-16) of a board that can be searched in lists of boards. */
  maxIndexedText: 200_000,
  /** Bytes of an HTTP body: an imported file. */
  maxImportBytes: 128 * 1_048_576,
  /** Bytes of one piece of an upload. Clients send less, since proxies often accept 1 MB of 1,000,000 bytes only. */
  maxPieceBytes: 1_048_576,
  /** Bytes of any other HTTP body. */
  maxBodyBytes: 65_536,
  /** How long a new connection may take to authenticate, ms. */
  joinMs: 5_000,
  /** Unread bytes of a client before it is disconnected and must resync. */
  maxUnsentBytes: 1_048_576,
  /** A client with more unread bytes than this is behind: it gets no presence, and has `maxBehindMs` to catch up. */
  behindBytes: 65_536,
  maxBehindMs: 5_000,
} as const

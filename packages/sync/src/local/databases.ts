/** The database of boards. */
export const databaseName = 'inkbridge'
/** The database of their assets. */
export const assetsDatabaseName = 'inkbridge-assets'
/** The database of the library, and the channel of its changes. */
export const libraryDatabaseName = 'inkbridge-library'

export { createIndexer, type Indexer, type IndexerParts } from './indexer.ts'

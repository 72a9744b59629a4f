export { csvReader } from './csv/read-csv.ts'

export { mermaidReader } from './mermaid/read-mermaid.ts'

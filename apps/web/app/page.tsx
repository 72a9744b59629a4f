import { Boards } from './Boards.tsx'

export default function Page() {
  return <Boards />
}

import { Menu } from '@base-ui/react/menu'
import { atLeast } from '@inkbridge/types'
import { Copy, Download, Ellipsis, FolderInput, type LucideIcon, Pencil, RotateCcw, Star, Trash2 } from 'lucide-react'
import { useSiteWords } from '../locale/site-words.tsx'
import type { BoardCardProps } from './card-props.ts'

interface CardMenuProps extends Pick<BoardCardProps, 'board' | 'over' | 'actions' | 'onMove' | 'onDiscard'> {
  readonly isRenaming: boolean
  readonly onRename: () => void
}

/** What can be done with one board. */
export function CardMenu({ board, over, isRenaming, ...shared }: CardMenuProps) {
  const { t } = useSiteWords()
  return (
    <Menu.Root>
      <Menu.Trigger
        className="ink-icon-button site-card-menu"
        aria-label={t('card.moreNamed', { title: board.title })}
        title={t('card.more')}
      >
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal container={over}>
        <Menu.Positioner sideOffset={6} align="end" className="ink-layer">
          <Menu.Popup className="ink-card ink-menu" finalFocus={!isRenaming}>
            {board.deletedAt ? <TrashItems board={board} {...shared} /> : <BoardItems board={board} {...shared} />}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

type ItemsProps = Omit<CardMenuProps, 'over' | 'isRenaming'>

function BoardItems({ board, actions, onMove, onRename }: ItemsProps) {
  const { t } = useSiteWords()
  return (
    <>
      <Item
        icon={Star}
        text={t(board.starred ? 'card.unstar' : 'card.star')}
        run={() => actions.star([board], !board.starred)}
      />
      <Item icon={FolderInput} text={t('card.move')} run={() => onMove([board])} />
      {atLeast(board.role, 'editor') && <Item icon={Pencil} text={t('card.rename')} run={onRename} />}
      <Item icon={Copy} text={t('card.duplicate')} run={() => actions.duplicate(board)} />
      <Item icon={Download} text={t('card.export')} run={() => actions.exportFiles([board])} />
      {board.role === 'owner' && (
        <Item icon={Trash2} text={t('card.delete')} isDanger run={() => actions.remove([board])} />
      )}
    </>
  )
}

function TrashItems({ board, actions, onDiscard }: ItemsProps) {
  const { t } = useSiteWords()
  return (
    <>
      <Item icon={RotateCcw} text={t('card.restore')} run={() => actions.restore([board])} />
      <Item icon={Trash2} text={t('card.discard')} isDanger run={() => onDiscard([board])} />
    </>
  )
}

interface ItemProps {
  readonly icon: LucideIcon
  readonly text: string
  readonly isDanger?: boolean
  readonly run: () => void
}

function Item({ icon: Icon, text, isDanger = false, run }: ItemProps) {
  return (
    <Menu.Item className={`ink-menu-item ${isDanger ? 'ink-danger' : ''}`} onClick={run}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" /> {text}
    </Menu.Item>
  )
}

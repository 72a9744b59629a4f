import { Menu } from '@base-ui/react/menu'
import type { BoardsSort } from '@inkbridge/types'
import { ArrowDownUp, Check, LayoutGrid, Rows3 } from 'lucide-react'
import { useSiteWords } from '../locale/site-words.tsx'

export const sorts = ['changed', 'opened', 'title', 'created'] as const satisfies readonly BoardsSort[]
export const looks = ['grid', 'list'] as const
export type Look = (typeof looks)[number]

interface ListToolsProps {
  /** Null: the order is not a choice. */
  readonly sort: BoardsSort | null
  readonly look: Look
  readonly onSort: (sort: BoardsSort) => void
  readonly onLook: (look: Look) => void
  /** Where the menu is mounted. */
  readonly over: HTMLElement | null
}

/** How the boards are sorted, and whether they are shown as cards or rows. */
export function ListTools({ sort, look, onSort, onLook, over }: ListToolsProps) {
  const { t } = useSiteWords()
  const next = look === 'grid' ? 'list' : 'grid'
  const Icon = look === 'grid' ? Rows3 : LayoutGrid
  return (
    <div className="site-tools">
      {sort && <SortMenu sort={sort} onSort={onSort} over={over} />}
      <button
        type="button"
        className="ink-icon-button"
        aria-label={t(`look.${next}`)}
        title={t(`look.${next}`)}
        onClick={() => onLook(next)}
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </div>
  )
}

interface SortMenuProps extends Pick<ListToolsProps, 'onSort' | 'over'> {
  readonly sort: BoardsSort
}

function SortMenu({ sort, onSort, over }: SortMenuProps) {
  const { t } = useSiteWords()
  return (
    <Menu.Root>
      <Menu.Trigger className="ink-button site-sort" aria-label={t('sort.label', { by: t(`sort.${sort}`) })}>
        <ArrowDownUp size={15} strokeWidth={1.75} aria-hidden="true" /> <span>{t(`sort.${sort}`)}</span>
      </Menu.Trigger>
      <Menu.Portal container={over}>
        <Menu.Positioner sideOffset={6} align="end" className="ink-layer">
          <Menu.Popup className="ink-card ink-menu">
            <Menu.RadioGroup value={sort} onValueChange={onSort}>
              {sorts.map((each) => (
                <Menu.RadioItem key={each} className="ink-menu-item" value={each} closeOnClick>
                  {t(`sort.${each}`)}
                  <span className="ink-menu-check">
                    <Menu.RadioItemIndicator>
                      <Check size={15} strokeWidth={2} aria-hidden="true" />
                    </Menu.RadioItemIndicator>
                  </span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

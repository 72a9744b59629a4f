/** Placeholders of the bars while loading: nothing can be drawn under them, and nothing moves when they load. */
export function WaitingBars() {
  return (
    <div className="ink-waiting" aria-hidden="true">
      <div className="ink-top">
        <div className="ink-bar ink-title-bar" />
        <div className="ink-bar ink-people-bar" />
      </div>
      <div className="ink-bottom">
        <div className="ink-bar ink-history" />
        <div className="ink-bar ink-toolbar" />
        <div className="ink-bar ink-zoom" />
      </div>
    </div>
  )
}

/** Placeholder of a board in server-rendered pages, in the theme of its container. */
export function WaitingBoard() {
  return (
    <div className="ink-root" data-theme="inherit">
      <WaitingBars />
    </div>
  )
}

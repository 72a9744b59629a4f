/** The bars before they are there: in their places, so that nothing is drawn there, and nothing moves when they come. */
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

/** A board before anything of it is there, as a page comes with it; in the theme of what it is in. */
export function WaitingBoard() {
  return (
    <div className="ink-root" data-theme="inherit">
      <WaitingBars />
    </div>
  )
}

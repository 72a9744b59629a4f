interface KeystrokeBufferOptions {
  /** The parent of the field. */
  readonly element: HTMLElement
  readonly label: string
  /** Escape. */
  onEnd(): void
  /** Mod+Enter. */
  onDone(): void
  /** Tab. */
  onTab(): void
}

/** An invisible field that buffers keystrokes while the text editor is loading. */
export class KeystrokeBuffer {
  readonly #field = document.createElement('textarea')
  #composing = false
  #onComposed: () => void = () => undefined

  constructor({ element, label, onEnd, onDone, onTab }: KeystrokeBufferOptions) {
    const field = this.#field
    field.setAttribute('aria-label', label)
    // Phones zoom in on fields with text below 16 pixels.
    field.style.cssText =
      'position:absolute;left:0;top:0;width:1px;height:1px;padding:0;border:0;opacity:0;resize:none;font-size:16px;pointer-events:none'
    field.addEventListener('keydown', (event) => {
      if (event.isComposing) return
      const { key } = event
      const isDone = key === 'Enter' && (event.ctrlKey || event.metaKey)
      if (key !== 'Escape' && key !== 'Tab' && !isDone) return
      event.preventDefault()
      event.stopPropagation()
      if (key === 'Escape') onEnd()
      if (isDone) onDone()
      if (key === 'Tab' && !event.shiftKey) onTab()
    })
    field.addEventListener('compositionstart', () => {
      this.#composing = true
    })
    field.addEventListener('compositionend', () => {
      this.#composing = false
      this.#onComposed()
    })
    element.append(field)
    field.focus({ preventScroll: true })
  }

  /** Resolves when the input method is not composing. */
  composed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#composing) this.#onComposed = resolve
      else resolve()
    })
  }

  onBlur(listener: () => void): void {
    this.#field.addEventListener('blur', listener, { once: true })
  }

  /** Removes the field. Returns the typed text. */
  end(): string {
    this.#field.remove()
    return this.#field.value
  }
}

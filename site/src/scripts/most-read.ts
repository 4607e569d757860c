/** Fetches the list as the reader comes near it, into the room that is kept for it. */
export class MostRead extends HTMLElement {
  connectedCallback(): void {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        this.#load().catch(() => this.remove());
      },
      { rootMargin: '800px' },
    );
    observer.observe(this);
  }

  async #load(): Promise<void> {
    const answer = await fetch(this.dataset['from'] ?? '', { signal: AbortSignal.timeout(10_000) });
    if (answer.ok) this.innerHTML = await answer.text();
    else this.remove();
  }
}

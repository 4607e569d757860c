/**
 * What Astro's compiler asks of its runtime, for pages that are made whole and at once: text instead of streams, in half the time
 * (docs/decisions/0027-page-runtime.md). It knows what the pages of this site use; anything else is an error, of the build or of the page.
 */
import { addAttribute, escapeHTML, Fragment, HTMLString, spreadAttributes, unescapeHTML } from 'astro/runtime/server/index.js';

export { addAttribute, Fragment, spreadAttributes, unescapeHTML };

/** What a page is made with; the compiler calls it `$$result`. */
export class PageMaking {
  readonly #frame: PageFrame;
  readonly #locals: App.Locals;
  readonly #scripts = new Set<string>();

  constructor(frame: PageFrame, locals: App.Locals) {
    this.#frame = frame;
    this.#locals = locals;
  }

  get head(): Markup {
    return this.#frame.head;
  }

  createAstro(props: Props): { props: Props; locals: App.Locals } {
    return { props, locals: this.#locals };
  }

  /** A script stands where it is first asked for. */
  script(id: string): Markup {
    if (this.#scripts.has(id)) return nothing;
    this.#scripts.add(id);
    return this.#frame.script(id);
  }
}

/** What the build knows of a page. */
export interface PageFrame {
  /** Its style sheets. */
  head: Markup;
  script: (id: string) => Markup;
}

/** Finished HTML. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Component = (making: PageMaking, props: Props, slots: Slots) => Markup | Response;
type Props = Record<string, unknown>;
type Slots = Record<string, ((making: PageMaking) => unknown) | undefined>;

const nothing = new Markup('');
const noSlots: Slots = {};
const components = new WeakSet<object>();

/** True for a component that was compiled for this runtime, not for Astro's own. */
export function isComponent(one: unknown): one is Component {
  return typeof one === 'function' && components.has(one);
}

export function createComponent(component: Component): Component {
  components.add(component);
  return component;
}

/** What Astro's own gives a component outside of a page; the compiler asks for it, and nothing uses it. */
export function createAstro(): object {
  return noSlots;
}

export function render(parts: TemplateStringsArray, ...values: unknown[]): Markup {
  let text = parts[0] ?? '';
  for (let i = 0; i < values.length; i++) text += textOf(values[i]) + (parts[i + 1] ?? '');
  return new Markup(text);
}

export function renderComponent(making: PageMaking, name: string, component: unknown, props: Props, slots: Slots = noSlots): unknown {
  if (typeof component === 'function') return (component as Component)(making, props, slots);
  if (component === Fragment) return slots['default']?.(making);
  if (typeof component !== 'string') throw new Error(`The component ${name} is undefined. Correct its import.`);
  return new Markup(`<${component}${String(spreadAttributes(props, component))}>${textOf(slots['default']?.(making))}</${component}>`);
}

export function renderSlot(making: PageMaking, slot: Slots[string], otherwise?: Slots[string]): unknown {
  return (slot ?? otherwise)?.(making);
}

export function renderScript(making: PageMaking, id: string): Markup {
  return making.script(id);
}

export function renderHead(making: PageMaking): Markup {
  return making.head;
}

/** Every page of this site has a `<head>` of its own. */
export function maybeRenderHead(): Markup {
  return nothing;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return escapeHTML(value);
  if (value instanceof Markup) return value.text;
  if (value === 0 || value === true) return String(value);
  if (!value) return '';
  if (value instanceof HTMLString || typeof value === 'number') return value.toString();
  if (Array.isArray(value)) {
    let text = '';
    for (const one of value) text += textOf(one);
    return text;
  }
  if (typeof value === 'function') return textOf((value as () => unknown)());
  if (value instanceof Promise) throw new Error('A page waits for something. Read it from the store instead: pages are made at once.');
  throw new Error(`A page prints ${Object.prototype.toString.call(value)}, which is no text.`);
}

/**
 * What Astro's compiler asks of its runtime, for pages that are made whole and at once: text instead of streams, in half to two thirds of
 * the time (docs/decisions/0027-page-runtime.md). It knows what the pages of this site use; anything else is an error, of the build or of the page.
 */
import {
  addAttribute as astrosAttribute,
  escapeHTML,
  Fragment,
  HTMLString,
  spreadAttributes,
  unescapeHTML,
} from 'astro/runtime/server/index.js';

export { Fragment, spreadAttributes, unescapeHTML };

/** What the build knows of a page. */
export interface PageFrame {
  /** Its style sheets. */
  head: Markup;
  script: (id: string) => Markup;
}

export type Component = (making: PageMaking, props: Props, slots: Slots) => Markup | Response;
type Props = Record<string, unknown>;
type Slots = Record<string, ((making: PageMaking) => unknown) | undefined>;

/** Finished HTML. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a page is made with; the compiler calls it `$$result`. */
export class PageMaking {
  readonly #frame: PageFrame;
  readonly #locals: App.Locals;
  readonly #scripts = new Set<string>();
  /** True when its style sheets were asked for. */
  hasHead = false;

  constructor(frame: PageFrame, locals: App.Locals) {
    this.#frame = frame;
    this.#locals = locals;
  }

  takeHead(): Markup {
    this.hasHead = true;
    return this.#frame.head;
  }

  createAstro(props: Props): AstroGlobal {
    return new AstroGlobal(props, this.#locals);
  }

  /** A script stands where it is first asked for. */
  script(id: string): Markup {
    if (this.#scripts.has(id)) return nothing;
    this.#scripts.add(id);
    return this.#frame.script(id);
  }
}

/** What a component knows as `Astro`. */
class AstroGlobal {
  readonly props: Props;
  readonly locals: App.Locals;
  /** Set by the compiler. */
  self: unknown;

  constructor(props: Props, locals: App.Locals) {
    this.props = props;
    this.locals = locals;
  }
}

const unknownHere = ['slots', 'url', 'site', 'params', 'request', 'response', 'redirect', 'rewrite', 'cookies', 'session', 'generator'];
for (const name of [...unknownHere, 'currentLocale', 'originPathname', 'routePattern', 'isPrerendered', 'clientAddress', 'cache']) {
  Object.defineProperty(AstroGlobal.prototype, name, {
    get: () => {
      throw new Error(`Astro.${name} is unknown to the pages of this site. What a page needs is in Astro.props and Astro.locals.`);
    },
  });
}

const nothing = new Markup('');
export const noSlots: Slots = Object.freeze({});
const components = new WeakSet<object>();

/** True for a component that was compiled for this runtime, not for Astro's own. */
export function isComponent(one: unknown): one is Component {
  return typeof one === 'function' && components.has(one);
}

export function createComponent(component: Component, file = 'a component'): Component {
  if (component.constructor.name === 'AsyncFunction') throw new Error(`${file} waits for something. ${atOnce}`);
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

/** An attribute as Astro writes it; it is asked only for what does not stand as it is given. */
export function addAttribute(value: unknown, name: string, shouldEscape = true, element = ''): unknown {
  if (typeof value !== 'string' || value === '' || value.includes('"') || value.includes('&') || !isOrdinary(name))
    return astrosAttribute(value, name, shouldEscape, element);
  return new Markup(` ${name}="${value}"`);
}

const ordinary = new Map<string, boolean>();

function isOrdinary(name: string): boolean {
  const known = ordinary.get(name);
  if (known !== undefined) return known;
  const found = ['', 'a', 'site-notice'].every((element) => String(astrosAttribute('x', name, true, element)) === ` ${name}="x"`);
  ordinary.set(name, found);
  return found;
}

export function renderComponent(making: PageMaking, name: string, component: unknown, props: Props, slots: Slots = noSlots): unknown {
  for (const prop in props) {
    if (prop.includes(':'))
      throw new Error(`<${name} ${prop}> is unknown to the pages of this site; a class of a component is its "class".`);
  }
  if (isComponent(component)) return component(making, props, slots);
  if (component === Fragment) return slots['default']?.(making);
  if (typeof component === 'string' && !voidElements.test(component)) return element(making, component, props, slots);
  throw new Error(`<${name}> is neither a component of this site nor an element that holds something. Correct its name or its import.`);
}

const voidElements = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;

function element(making: PageMaking, name: string, props: Props, { default: within, ...others }: Slots): Markup {
  if (Object.keys(others).length > 0) throw new Error(`<${name}> is an element and has no slots with names.`);
  return new Markup(`<${name}${String(spreadAttributes(props, name))}>${textOf(within?.(making))}</${name}>`);
}

/** @param otherwise what stands in a slot that is not filled; it would be made whether it is shown or not */
export function renderSlot(making: PageMaking, slot: Slots[string], otherwise?: unknown): unknown {
  if (otherwise !== undefined) throw new Error('A slot has a content of its own. Write it where the component is used.');
  return slot?.(making);
}

export function renderScript(making: PageMaking, id: string): Markup {
  return making.script(id);
}

export function renderHead(making: PageMaking): Markup {
  return making.takeHead();
}

/** Every page of this site has a `<head>` of its own. */
export function maybeRenderHead(): Markup {
  return nothing;
}

const atOnce = 'Pages are made at once: read it from the store.';

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
  if (value instanceof Promise) throw new Error(`A page prints something that it has to wait for. ${atOnce}`);
  throw new Error(`A page prints ${Object.prototype.toString.call(value)}, which is no text. Make a text of it in the page's model.`);
}

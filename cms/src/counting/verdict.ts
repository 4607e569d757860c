import { isbot } from 'isbot';

/** Why a hit is not counted. The definition that readers and advertisers see is in docs/views.md. */
export const refusals = ['bad-request', 'prefetch', 'link-preview', 'bot', 'editor', 'unknown-article', 'too-many', 'repeat'] as const;
export type Refusal = (typeof refusals)[number];

/** What became of a hit. A reader is new when the article's language version was not counted for them today. */
export type Verdict = { counted: true; isNewReader: boolean } | { counted: false; reason: Refusal };

/** What a hit says of itself. */
export interface Hit {
  /** The header `user-agent`; empty when there is none. */
  agent: string;
  /** The headers `sec-purpose`, `purpose` and `x-moz`, together. */
  purpose: string;
  /** Whether it comes from a page of the site. */
  isFromSite: boolean;
  /** The page says that a program drives the browser (`navigator.webdriver`). */
  isDriven: boolean;
  /** The page says that its reader works here. */
  isEditor: boolean;
}

/** Judges a hit by what it says of itself; null when nothing speaks against it. */
export function refusalOf({ agent, purpose, isFromSite, isDriven, isEditor }: Hit): Refusal | null {
  if (/prefetch|prerender|preview/i.test(purpose)) return 'prefetch';
  const kind = kindOfAgent(agent);
  if (kind !== 'browser') return kind;
  if (isDriven) return 'bot';
  if (!isFromSite) return 'bad-request';
  return isEditor ? 'editor' : null;
}

type AgentKind = 'browser' | 'bot' | 'link-preview';

// The test costs more than all the rest of a hit, and a thousand agents make nearly all hits.
const known = new Map<string, AgentKind>();
const mostKnown = 5000;

function kindOfAgent(agent: string): AgentKind {
  const found = known.get(agent);
  if (found) return found;
  const kind = judgeAgent(agent);
  if (known.size >= mostKnown) known.clear();
  if (agent.length <= 512) known.set(agent, kind);
  return kind;
}

function judgeAgent(agent: string): AgentKind {
  if (linkPreviews.test(agent)) return 'link-preview';
  return agent === '' || agent.length > 1024 || isbot(agent) ? 'bot' : 'browser';
}

// Programs that fetch a page because somebody put its address into a message; by their makers' documentation.
const linkPreviews =
  /facebookexternalhit|facebot|twitterbot|telegrambot|whatsapp|slackbot|discordbot|vkshare|linkedinbot|skypeuripreview|viber|pinterestbot|redditbot|embedly|iframely|mastodon|bluesky|odklbot/i;

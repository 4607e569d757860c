/** What other sites can show inside a page after a reader's click, by the address that an editor wrote. */

/** The hosts that a page with such a card may show; nothing is asked of them before the click. */
export const embedHosts = ['www.youtube-nocookie.com', 't.me', 'platform.twitter.com', 'www.instagram.com'] as const;

/** Puts beside each card of a video or post where its frame would come from. Cards of anything else stay plain links. */
export function framedCards(html: string): string {
  return html.replaceAll(/<p class="link-card"><a href="([^"]*)"/g, (card, href: string) => {
    const embed = embedOf(href.replaceAll('&amp;', '&'));
    return embed === null ? card : `${card} data-embed="${embed.replaceAll('&', '&amp;')}"`;
  });
}

/** Null for what cannot be shown elsewhere, as a private channel. */
export function embedOf(address: string): string | null {
  const url = URL.parse(address);
  if (!url) return null;
  const host = url.hostname.replace(/^(?:www|m|mobile)\./, '');
  const [first = '', second = '', third = ''] = url.pathname.split('/').slice(1);
  switch (host) {
    case 'youtu.be':
      return video(first, url);
    case 'youtube.com':
    case 'youtube-nocookie.com':
      return video(first === 'watch' ? url.searchParams.get('v') : /^(?:shorts|live|embed)$/.test(first) ? second : null, url);
    case 't.me':
    case 'telegram.me':
      return first === 's' ? telegram(second, third) : telegram(first, second);
    case 'x.com':
    case 'twitter.com':
      return second === 'status' && /^\d+$/.test(third) ? `https://platform.twitter.com/embed/Tweet.html?id=${third}&dnt=true` : null;
    case 'instagram.com':
      return instagram(url.pathname);
    default:
      return null;
  }
}

function video(id: string | null, { searchParams }: URL): string | null {
  if (!id || !/^[\w-]{6,20}$/.test(id)) return null;
  const start = secondsOf(searchParams.get('t') ?? searchParams.get('start') ?? '');
  return `https://www.youtube-nocookie.com/embed/${id}?autoplay=1${start > 0 ? `&start=${start}` : ''}`;
}

/** "90", "90s", "1m30s", "1h2m". */
function secondsOf(time: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(time) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

// "c" and "+" begin what only members can read.
function telegram(channel: string, post: string): string | null {
  return /^[a-z]\w{3,}$/i.test(channel) && /^\d+$/.test(post) ? `https://t.me/${channel}/${post}?embed=1` : null;
}

function instagram(path: string): string | null {
  const [, kind, code] = /^\/(?:[\w.]+\/)?(p|reel|reels|tv)\/([\w-]+)/.exec(path) ?? [];
  return kind === undefined ? null : `https://www.instagram.com/${kind === 'reels' ? 'reel' : kind}/${code}/embed/`;
}

/** Shows a video or post of another site in the place of its card; its link stays below. */
export function showEmbed(link: HTMLAnchorElement, address: string): void {
  const frame = document.createElement('iframe');
  frame.src = address;
  frame.title = link.querySelector('.link-kind')?.textContent ?? '';
  frame.allow = 'autoplay; fullscreen; encrypted-media; picture-in-picture';
  frame.referrerPolicy = 'strict-origin-when-cross-origin';
  frame.sandbox.add('allow-scripts', 'allow-same-origin', 'allow-popups', 'allow-presentation');
  if (address.includes('youtube-nocookie')) frame.className = 'embed-video';
  // From now on it leads to the other site, as a link does.
  delete link.dataset['embed'];
  link.querySelector('.link-hint')?.remove();
  link.before(frame);
  frame.focus();
}

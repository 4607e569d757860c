/** Where a reader can pass a story on. The links are plain: nothing is asked of these sites before one of them is opened. */

export interface ShareLink {
  /** Names of companies are the same in every language; null for e-mail, which is a word. */
  name: string | null;
  url: string;
}

/** @param address the story's canonical address */
export function shareLinks(address: string, title: string): ShareLink[] {
  const url = encodeURIComponent(address);
  const text = encodeURIComponent(title);
  return [
    { name: 'Telegram', url: `https://t.me/share/url?url=${url}&text=${text}` },
    { name: 'WhatsApp', url: `https://wa.me/?text=${text}%20${url}` },
    { name: 'Facebook', url: `https://www.facebook.com/sharer/sharer.php?u=${url}` },
    { name: 'X', url: `https://x.com/intent/post?url=${url}&text=${text}` },
    { name: 'VK', url: `https://vk.com/share.php?url=${url}&title=${text}` },
    { name: 'OK', url: `https://connect.ok.ru/offer?url=${url}&title=${text}` },
    { name: null, url: `mailto:?subject=${text}&body=${url}` },
  ];
}

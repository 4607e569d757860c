export { launchBrowser } from '../scripts/page-checks/browser.ts';

import { keepLanguageCookie } from './language-cookie';
import { SitePanel } from './panels/site-panel';

export default {
  config: {
    locales: ['ru'],
    // What Strapi's own Russian leaves in English on the pages that editors see most.
    translations: {
      ru: {
        'content-manager.containers.edit.panels.default.title': 'Запись',
        'content-manager.containers.edit.tabs.draft': 'черновик',
        'content-manager.containers.edit.tabs.published': 'на сайте',
        // Strapi's own has no form for 2000 of them, and “characters” stands in its place.
        'content-manager.form.Input.hint.character.unit': '{maxValue, plural, one { знака} other { знаков}}',
        'content-manager.form.Input.hint.text':
          '{min, select, undefined {} other {от {min}}}{divider}{max, select, undefined {} other {до {max}}}{unit}{br}{description}',
        'content-manager.containers.list.table-headers.status': 'Состояние',
        'i18n.list-view.table.header.label': 'Языки',
      },
    },
    tutorials: false,
    notifications: { releases: false },
    head: { favicon: '/favicon.png' },
  },
  bootstrap(app: Admin) {
    dismissAdvertising();
    keepLanguageCookie();
    app.getPlugin('content-manager').apis.addEditViewSidePanel((panels) => [...panels, SitePanel]);
  },
};

/** The part of Strapi's admin that is used here. */
interface Admin {
  getPlugin(name: 'content-manager'): { apis: { addEditViewSidePanel(reduce: (panels: unknown[]) => unknown[]): void } };
}

/**
 * Strapi's banner for its blog and its tour of features that a newsroom does not use have no setting; both can be
 * dismissed by an editor, and remember it here. Dismisses them before an editor has to.
 */
function dismissAdvertising() {
  // The last part is the project's id, which is not there on the first paint and false afterwards.
  for (const project of ['undefined', 'false']) {
    window.localStorage.setItem(`STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:${project}`, 'true');
  }
  window.localStorage.setItem('STRAPI_GUIDED_TOUR', JSON.stringify({ tours: {}, enabled: false, hidden: false, completedActions: [] }));
}

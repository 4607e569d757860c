import { Eye } from '@strapi/icons';
import type { ComponentType } from 'react';

import { keepLanguageCookie } from './language-cookie';
import { shortColumns, type Table } from './list-columns';
import { SitePanel } from './panels/site-panel';
import { ViewsPanel } from './panels/views-panel';
import { russian } from './russian';
import { keepTypedValues } from './typed-values';

export default {
  config: {
    locales: ['ru'],
    translations: { ru: russian },
    tutorials: false,
    notifications: { releases: false },
    head: { favicon: '/favicon.png' },
  },
  register(app: Admin) {
    app.addMiddlewares([() => keepTypedValues]);
    app.widgets.register({
      id: 'most-read',
      icon: Eye,
      title: { id: 'newsroom.most-read', defaultMessage: 'Most read' },
      component: async () => (await import('./widgets/most-read-widget')).MostReadWidget,
      permissions: [{ action: 'plugin::content-manager.explorer.read', subject: 'api::article.article' }],
    });
  },
  bootstrap(app: Admin) {
    dismissAdvertising();
    keepLanguageCookie();
    app.registerHook('Admin/CM/pages/ListView/inject-column-in-table', shortColumns);
    app.getPlugin('content-manager').apis.addEditViewSidePanel((panels) => [...panels, SitePanel, ViewsPanel]);
  },
};

/** The part of Strapi's admin that is used here. */
interface Admin {
  addMiddlewares(middlewares: (() => typeof keepTypedValues)[]): void;
  registerHook(name: string, change: (table: Table) => Table): void;
  widgets: {
    register(widget: {
      id: string;
      icon: typeof Eye;
      title: { id: string; defaultMessage: string };
      component: () => Promise<ComponentType>;
      permissions: { action: string; subject: string }[];
    }): void;
  };
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

import { type Locale, locales } from '@broadsheet/shared';
import type { Core, UID } from '@strapi/strapi';

import { type Permission, serviceOf } from '../strapi-services';
import { once } from './memory';

type Act = 'create' | 'read' | 'update' | 'delete' | 'publish';

interface Role {
  name: string;
  code: string;
  description: string;
  may: Partial<Record<ContentType, Act[]>>;
  /** Acts that are allowed only on what they made themselves. */
  onlyOwn: Act[];
  also: { action: string; onlyOwn?: boolean }[];
}

const all: Act[] = ['create', 'read', 'update', 'delete', 'publish'];
const names = ['api::category.category', 'api::author.author', 'api::tag.tag'] as const;
const uploads = [
  'plugin::upload.read',
  'plugin::upload.assets.create',
  'plugin::upload.assets.download',
  'plugin::upload.assets.copy-link',
];

/** Who may do what. A chief editor's role has everything that is content; users, roles and tokens stay with the admin. */
export const roles: Role[] = [
  {
    name: 'Author',
    code: 'broadsheet-author',
    description: 'Writes and translates stories as drafts; an editor publishes them.',
    may: {
      'api::article.article': ['create', 'read', 'update'],
      'api::page.page': ['read'],
      ...each(names, ['read']),
      'api::tag.tag': ['read', 'create'],
    },
    onlyOwn: ['update'],
    also: [...uploads.map((action) => ({ action })), { action: 'plugin::upload.assets.update', onlyOwn: true }],
  },
  {
    name: 'Editor',
    code: 'broadsheet-editor',
    description: 'Edits and publishes stories and pages, keeps authors and tags.',
    may: {
      'api::article.article': ['create', 'read', 'update', 'publish'],
      'api::page.page': ['create', 'read', 'update', 'publish'],
      'api::category.category': ['read'],
      'api::author.author': ['create', 'read', 'update'],
      'api::tag.tag': ['create', 'read', 'update'],
      'api::redirect.redirect': ['read'],
      'api::site-setting.site-setting': ['read'],
    },
    onlyOwn: [],
    also: [...uploads, 'plugin::upload.assets.update'].map((action) => ({ action })),
  },
  {
    name: 'Chief editor',
    code: 'broadsheet-chief-editor',
    description: 'Everything an editor may, and sections, site settings, redirects and deleting.',
    may: {
      'api::article.article': all,
      'api::page.page': all,
      ...each(names, all),
      'api::redirect.redirect': all,
      'api::site-setting.site-setting': all,
    },
    onlyOwn: [],
    also: [
      ...uploads,
      'plugin::upload.assets.update',
      'plugin::upload.configure-view',
      'plugin::i18n.locale.read',
      'plugin::content-manager.collection-types.configure-view',
      'plugin::content-manager.single-types.configure-view',
    ].map((action) => ({ action })),
  },
];

/** Makes the newsroom's roles on the first start; what an admin changes in them later stays. */
export async function addRoles(strapi: Core.Strapi): Promise<void> {
  await once(strapi, 'roles', async () => {
    const service = serviceOf(strapi, 'admin::role');
    // Strapi's own two roles would stand beside ours under the same names.
    for (const code of ['strapi-editor', 'strapi-author']) {
      const role = await service.findOne({ code });
      if (role && (await service.getUsersCount(role.id)) === 0) await service.deleteByIds([role.id]);
    }
    for (const { name, code, description, ...rest } of roles) {
      const role = (await service.findOne({ code })) ?? (await service.create({ name, code, description }));
      await service.assignPermissions(role.id, permissionsOf(strapi, rest));
    }
  });
}

/** Opens new languages to the newsroom's roles, wherever a role may already do something in all the languages before. */
export async function openRolesTo(strapi: Core.Strapi, added: readonly Locale[], before: readonly Locale[]): Promise<void> {
  await changePermissions(strapi, (permission) => {
    const { properties } = permission;
    const open = properties.locales && before.every((locale) => properties.locales?.includes(locale));
    return open ? { ...permission, properties: { ...properties, locales: [...before, ...added] } } : permission;
  });
}

/** Changes the permissions of the newsroom's own roles, those that are still there. */
export async function changePermissions(strapi: Core.Strapi, change: (permission: Permission) => Permission): Promise<void> {
  const service = serviceOf(strapi, 'admin::role');
  for (const { code } of roles) {
    const role = await service.findOne({ code });
    if (!role) continue;
    const permissions = await serviceOf(strapi, 'admin::permission').findMany({ where: { role: { id: role.id } } });
    const changed = permissions.map(({ action, subject, properties, conditions }) => change({ action, subject, properties, conditions }));
    await service.assignPermissions(role.id, changed);
  }
}

function permissionsOf(strapi: Core.Strapi, { may, onlyOwn, also }: Pick<Role, 'may' | 'onlyOwn' | 'also'>): Permission[] {
  const content = Object.entries(may).flatMap(([uid, acts]) =>
    (acts ?? []).flatMap((act): Permission[] => {
      const type = strapi.contentType(uid as ContentType);
      const localized = isLocalized(type.pluginOptions?.i18n);
      if (act === 'publish' && !type.options?.draftAndPublish) return [];
      return [
        {
          action: `plugin::content-manager.explorer.${act}`,
          subject: uid,
          properties: {
            ...(act === 'delete' || act === 'publish' ? {} : { fields: fieldsOf(strapi, uid as ContentType) }),
            ...(localized ? { locales: [...locales] } : {}),
          },
          conditions: onlyOwn.includes(act) ? [own] : [],
        },
      ];
    }),
  );
  const rest = also.map(({ action, onlyOwn: mine }) => ({ action, subject: null, properties: {}, conditions: mine ? [own] : [] }));
  return [...content, ...rest];
}

const own = 'admin::is-creator';

function isLocalized(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'localized' in options && options.localized === true;
}

/** Every field of a type that a permission can name, those of its components with dots. */
export function fieldsOf(strapi: Core.Strapi, uid: ContentType): string[] {
  return serviceOf(strapi, 'admin::content-type').getNestedFields(strapi.contentType(uid), { components: strapi.components });
}

function each(types: readonly ContentType[], acts: Act[]): Partial<Record<ContentType, Act[]>> {
  return Object.fromEntries(types.map((type) => [type, acts]));
}

export type ContentType = UID.ContentType;

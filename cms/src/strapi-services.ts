/**
 * The services of Strapi that the newsroom calls, with the types it relies on. Strapi types them as `any`; these
 * were read from its source (5.54.0) and are what the tests prove.
 */
import type { Core } from '@strapi/strapi';

interface Row {
  id: number;
}

interface Permission {
  action: string;
  subject: string | null;
  properties: { fields?: string[]; locales?: string[] };
  conditions: string[];
}

interface ContentTypeConfiguration {
  settings: Record<string, unknown>;
  metadatas: Record<string, { edit: Record<string, unknown>; list: Record<string, unknown> }>;
  layouts: { list: string[]; edit: { name: string; size: number }[][] };
}

interface Services {
  'admin::user': {
    exists(): Promise<boolean>;
    createFirstAdmin(user: { email: string; password: string; firstname: string; lastname: string }): Promise<unknown>;
  };
  'admin::role': {
    create(role: { name: string; code: string; description: string }): Promise<Row>;
    findOne(where: { code: string }): Promise<(Row & { usersCount?: number }) | null>;
    deleteByIds(ids: number[]): Promise<unknown>;
    getUsersCount(id: number): Promise<number>;
    assignPermissions(id: number, permissions: Permission[]): Promise<unknown>;
  };
  'admin::permission': {
    findMany(params: { where: { role: { id: number } } }): Promise<(Permission & Row)[]>;
  };
  'admin::content-type': {
    getNestedFields(model: unknown, options: { components: unknown }): string[];
  };
  'admin::api-token': { hash(key: string): string };
  'admin::encryption': { encrypt(value: string): string | null };
  'plugin::i18n.locales': {
    findByCode(code: string): Promise<(Row & { name: string }) | null>;
    create(locale: { code: string; name: string }): Promise<unknown>;
    update(where: { code: string }, change: { name: string }): Promise<unknown>;
    setDefaultLocale(locale: { code: string }): Promise<unknown>;
    delete(locale: { id: number | string }): Promise<unknown>;
  };
  'plugin::content-manager.content-types': {
    findContentType(uid: string): { uid: string };
    findConfiguration(type: { uid: string }): Promise<ContentTypeConfiguration>;
    updateConfiguration(type: { uid: string }, configuration: ContentTypeConfiguration): Promise<unknown>;
  };
  'plugin::content-manager.components': {
    findComponent(uid: string): { uid: string };
    findConfiguration(type: { uid: string }): Promise<ContentTypeConfiguration>;
    updateConfiguration(type: { uid: string }, configuration: ContentTypeConfiguration): Promise<unknown>;
  };
  'plugin::upload.upload': {
    upload(request: { files: IncomingFile | IncomingFile[]; data: unknown }, options?: unknown): Promise<unknown>;
    replace(id: number | string, request: { file: IncomingFile; data: unknown }, options?: unknown): Promise<unknown>;
    remove(file: { id: number }): Promise<unknown>;
  };
  'plugin::content-manager.uid': {
    generateUIDField(request: UidRequest): Promise<string>;
    findUniqueUID(request: Omit<UidRequest, 'data'> & { value: string }): Promise<string>;
    checkUIDAvailability(request: Omit<UidRequest, 'data'> & { value: string }): Promise<boolean>;
  };
}

/** A file that was sent and lies in a temporary folder. */
export interface IncomingFile {
  filepath: string;
  originalFilename: string | null;
  /** What the sender says. */
  mimetype: string | null;
  /** What Strapi found when the file came by a request; it is stored as the file's type. */
  detectedMimeType?: string;
}

export interface UidRequest {
  contentTypeUID: string;
  field: string;
  data: Record<string, unknown>;
  locale?: string;
}

export type { ContentTypeConfiguration, Permission };

/** One of Strapi's own services. */
export function serviceOf<Name extends keyof Services>(strapi: Core.Strapi, name: Name): Services[Name] {
  // The one place where Strapi's untyped services get their types.
  return strapi.service(name) as unknown as Services[Name];
}

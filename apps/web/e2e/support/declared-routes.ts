import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Permission } from '#identity/permissions.js';
import { PUBLIC } from '#web/http/actor.js';
import { NEEDS } from '#web/http/needs.js';

/** A route as its handler declares it. */
export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly handler: string;
  readonly isPublic: boolean;
  readonly needs: readonly Permission[];
}

/** Every route of every controller, with what it declares, in the order of their addresses. */
export function declaredRoutes(app: NestFastifyApplication): DeclaredRoute[] {
  const controllers = new Set([...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype)));
  return [...controllers].flatMap((controller) => (typeof controller === 'function' ? routesOf(controller) : [])).toSorted((a, b) => (a.url < b.url ? -1 : 1));
}

function routesOf(controller: NonNullable<unknown> & { name: string; prototype?: object }): DeclaredRoute[] {
  return Object.entries(Object.getOwnPropertyDescriptors(controller.prototype ?? {})).flatMap(([name, { value }]): DeclaredRoute[] => {
    const handler = name === 'constructor' ? undefined : (value as unknown);
    if (typeof handler !== 'function') return [];
    const path = Reflect.getMetadata('path', handler) as string | undefined;
    if (path === undefined) return [];
    const told = (key: string): unknown => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
    const base = Reflect.getMetadata('path', controller) as string;
    const url = `/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
    const method = RequestMethod[Reflect.getMetadata('method', handler) as number]!;
    return [{ method, url, handler: `${controller.name}.${name}`, isPublic: told(PUBLIC) === true, needs: (told(NEEDS) ?? []) as Permission[] }];
  });
}

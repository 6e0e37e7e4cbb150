import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Permission, PERMISSIONS, scopeOf } from '#identity/permissions.js';
import { roleName, ROLES } from '#identity/role.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';

/** Who may do what, printed from the declaration. */
@Needs('rights.read')
@Controller('rights')
export class RightsController {
  constructor(private readonly pages: PageRenderer) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const rows = (Object.keys(PERMISSIONS) as Permission[]).map((permission) => {
      const { group, name } = PERMISSIONS[permission];
      return {
        group,
        name,
        cells: ROLES.map((role) => ({ scope: scopeOf(role, permission), role: roleName(role) })).map(({ scope, role }) => ({
          role,
          isAll: scope === 'all',
          isOwn: scope === 'own',
        })),
      };
    });
    return this.pages.send(request, reply, {
      template: 'pages/accounts/rights',
      title: 'Bảng quyền',
      section: 'accounts',
      view: {
        roles: ROLES.map(roleName),
        columns: ROLES.length + 1,
        groups: [...Map.groupBy(rows, ({ group }) => group)].map(([name, permissions]) => ({ name, permissions })),
      },
    });
  }
}

import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { officeSettingsInput, type RawOfficeSettings } from '#contracts/office-settings.input.js';
import { assertMayKeepSettings, OfficeSettingsService } from '#contracts/office-settings.service.js';
import type { Actor } from '#identity/actor.js';
import { readInput } from '#kernel/form-input.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { OfficeSettingsPage } from './office-settings.page.js';

/** What every paper of the office has in common; Sở Nội vụ alone sees and sets it. */
@Needs('papers.manage')
@Controller('settings/documents')
export class OfficeSettingsController {
  constructor(
    private readonly settings: OfficeSettingsService,
    private readonly page: OfficeSettingsPage,
  ) {}

  @Get()
  async show(@Query() query: Readonly<Record<string, unknown>>, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.show({ actor, request, reply }, { isSaved: textOf(query.done) === 'saved' });
  }

  /** Shows what papers would say, and keeps nothing. */
  @Post('preview')
  async preview(@Body() body: RawOfficeSettings, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayKeepSettings(actor);
    try {
      readInput(officeSettingsInput, body);
      return await this.page.show({ actor, request, reply }, { values: body, isTried: true });
    } catch (error) {
      return this.page.show({ actor, request, reply }, refusalOf(error, body));
    }
  }

  @Post()
  async change(@Body() body: RawOfficeSettings, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayKeepSettings(actor);
    try {
      await this.settings.change(actor, readInput(officeSettingsInput, body), rowIdOf(body.version) ?? -1);
      return reply.redirect('/settings/documents?done=saved', 303);
    } catch (error) {
      return this.page.show({ actor, request, reply }, refusalOf(error, body));
    }
  }
}

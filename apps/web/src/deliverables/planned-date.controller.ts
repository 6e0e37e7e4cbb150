import { Body, Controller, Param, Put } from '@nestjs/common';
import { z } from 'zod';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import type { Actor } from '#identity/actor.js';
import { readInput } from '#kernel/form-input.js';
import { plainDate } from '#kernel/plain-date.js';
import { isoDate } from '#planning/time-frame.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { itemId } from './deliverables.controller.js';

export const plannedDateInput = z.object({ on: isoDate, version: z.number().int().positive().optional() });

/** Dragging a slot to another day of the calendar. */
@Needs('items.change')
@Controller('api/v1/deliverables/:id/planned-date')
export class PlannedDateController {
  constructor(private readonly deliverables: DeliverableService) {}

  @Put()
  async move(@Param('id') id: string, @Body() body: unknown, @CurrentActor() actor: Actor) {
    const { on, version } = readInput(plannedDateInput, body);
    const item = await this.deliverables.move(actor, itemId(id), plainDate(on), version);
    return { id: item.id, on: item.occursOn.toString(), version: item.version };
  }
}

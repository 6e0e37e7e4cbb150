import { Controller, Get, Query } from '@nestjs/common';
import { LinkFetcher } from '#deliverables/evidence/link-fetcher.js';
import { type Actor, assertMayChange } from '#identity/actor.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { textOf } from '../http/query-value.js';

/** What an article's page says of itself, proposed to whoever logs it. */
@Needs('items.change')
@Controller('api/v1/link-metadata')
export class LinkMetadataController {
  constructor(private readonly fetcher: LinkFetcher) {}

  @Get()
  async propose(@Query('url') url: unknown, @CurrentActor() actor: Actor) {
    assertMayChange(actor);
    const { title, author, publishedOn } = await this.fetcher.read(textOf(url) ?? '');
    return { title, author, publishedOn };
  }
}

import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { DELIVERABLE_STATUSES } from '#deliverables/deliverable-status.js';
import { QUOTA_STATUSES } from '#deliverables/quota-status.js';
import { publicationInput } from '#deliverables/publication.input.js';
import { verdictBody } from '../acceptances/verdicts.controller.js';
import { plannedDateInput } from '../deliverables/planned-date.controller.js';
import { Public } from '../http/actor.js';
import { BrowserCookies } from '../http/browser-cookies.js';
import { loggedTask } from './deliverables.controller.js';

const date = { type: 'string', format: 'date' };
const wholeNumber = { type: 'integer' };
const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const query = (name: string, schema: object, isRequired = false) => ({ name, in: 'query', required: isRequired, schema });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const listOf = (properties: Record<string, object>) => ({ type: 'array', items: { type: 'object', properties } });
const PROBLEM = { description: 'Refused, with the reason', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
const COUNTS = { target: nullable(wholeNumber), declared: wholeNumber, evidenced: wholeNumber, accepted: wholeNumber, status: { enum: QUOTA_STATUSES } };

/** A form leaves out what is empty, so the fields that must be there are those that an empty one is told to fill in. */
function schemaOf(input: z.ZodType): object {
  const missing = input.safeParse({}).error?.issues.map(({ path }) => String(path[0])) ?? [];
  return { ...z.toJSONSchema(input, { unrepresentable: 'any', io: 'input' }), required: [...new Set(missing)] };
}

const ONCE = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Names this call for a day: sent again with the same content it is done once and answered alike; with other content it is refused (422)',
  schema: { type: 'string', pattern: '^[!-~]{1,128}$' },
};

/** The description of `/api/v1`; a test asks every route of the application whether it stands here. */
const DESCRIPTION = {
  openapi: '3.1.0',
  info: {
    title: 'Lịch Tuyên Truyền',
    version: '1',
    description:
      'Programs send a token that its owner made on the page /account, as Authorization: Bearer; it never does more than its owner may: one for reading answers GET, one for items also logs and moves items, and none judges. Signed-in browsers use their session, and the header csrf-token on unsafe calls. Without either the answer is 401, beyond a number of calls a minute 429 with Retry-After.',
  },
  security: [{ bearer: [] }, { session: [] }],
  paths: {
    '/api/v1/calendar': {
      get: {
        summary: 'Items and due dates from `start` up to, but not including, `end`; at most 400 days',
        parameters: [
          query('start', date, true),
          query('end', date, true),
          query('task', wholeNumber),
          query('organisation', wholeNumber),
          query('status', { enum: DELIVERABLE_STATUSES }),
        ],
        responses: {
          200: {
            description:
              'Dates are YYYY-MM-DD, `at` is HH:MM; `task` of an item is its number as the plan writes it ("4", "1.1"), `task` of a due date the id of the task',
            ...json({
              type: 'object',
              properties: {
                items: listOf({
                  id: wholeNumber,
                  on: date,
                  title: { type: 'string' },
                  status: { enum: DELIVERABLE_STATUSES },
                  task: { type: 'string' },
                  medium: { type: 'string' },
                  rerun: { enum: [0, 1] },
                  at: nullable({ type: 'string' }),
                  org: wholeNumber,
                }),
                due: listOf({
                  task: wholeNumber,
                  on: date,
                  name: { type: 'string' },
                  medium: { type: 'string' },
                  quantity: wholeNumber,
                  done: wholeNumber,
                  evidenced: wholeNumber,
                  accepted: wholeNumber,
                }),
              },
            }),
          },
          422: PROBLEM,
        },
      },
    },
    '/api/v1/link-metadata': {
      get: {
        summary: 'What the page at an address says of itself: proposed to whoever logs the article',
        parameters: [query('url', { type: 'string', format: 'uri' }, true)],
        responses: {
          200: {
            description: 'Each is null where the page does not say; the address must be public',
            ...json({ type: 'object', properties: { title: nullable({ type: 'string' }), author: nullable({ type: 'string' }), publishedOn: nullable(date) } }),
          },
          403: PROBLEM,
          422: PROBLEM,
          503: PROBLEM,
        },
      },
    },
    '/api/v1/progress': {
      get: {
        summary: 'Where every task of a plan stands at the end of a date, today unless given',
        parameters: [query('plan', wholeNumber), query('at', date)],
        responses: {
          200: {
            description:
              '`ordinal` is the place of a task in the plan, `label` its number as the plan writes it ("4", "1.1"); `owed` is what should have appeared by then; a target of null means that nothing is owed; `declared`, `evidenced` and `accepted` stand side by side; a month that `isMissed` stays so when items make up for it, the last on `madeUpOn`',
            ...json({
              type: 'object',
              properties: {
                at: date,
                tasks: listOf({
                  id: wholeNumber,
                  ordinal: wholeNumber,
                  label: { type: 'string' },
                  name: { type: 'string' },
                  owed: wholeNumber,
                  ...COUNTS,
                  months: listOf({ month: { type: 'string' }, ...COUNTS, madeUp: wholeNumber, madeUpOn: nullable(date), isMissed: { type: 'boolean' } }),
                }),
              },
            }),
          },
          422: PROBLEM,
        },
      },
    },
    '/api/v1/acceptances/{id}/verdicts': {
      post: {
        summary: 'Passes or fails items of a round of acceptance that is a draft, or takes a verdict back; sent twice it changes nothing the second time',
        parameters: [{ name: 'id', in: 'path', required: true, schema: wholeNumber }],
        requestBody: { required: true, ...json(schemaOf(verdictBody)) },
        responses: {
          200: {
            description: 'Where the round stands now; `words` and `value` are as the page shows them, `open` counts the items that nobody has judged',
            ...json({
              type: 'object',
              properties: {
                words: { type: 'string' },
                open: wholeNumber,
                provenOpen: wholeNumber,
                lines: listOf({ id: wholeNumber, words: { type: 'string' }, value: { type: 'string' } }),
              },
            }),
          },
          403: PROBLEM,
          404: PROBLEM,
          409: PROBLEM,
          422: PROBLEM,
        },
      },
    },
    '/api/v1/deliverables': {
      post: {
        summary: 'Logs what has appeared; the task decides which of the forms its fields are of',
        parameters: [ONCE],
        requestBody: {
          required: true,
          ...json({ allOf: [schemaOf(loggedTask), { anyOf: Object.values(publicationInput).map(schemaOf) }] }),
        },
        responses: {
          201: {
            description: 'Logged; `Location` is its page',
            headers: { Location: { schema: { type: 'string' } } },
            ...json({
              type: 'object',
              properties: { id: wholeNumber, version: wholeNumber, task: wholeNumber, on: date, status: { enum: DELIVERABLE_STATUSES } },
            }),
          },
          403: PROBLEM,
          404: PROBLEM,
          409: PROBLEM,
          422: PROBLEM,
        },
      },
    },
    '/api/v1/deliverables/{id}/planned-date': {
      put: {
        summary: 'Moves a planned item to another day; what has appeared does not move (409)',
        parameters: [{ name: 'id', in: 'path', required: true, schema: wholeNumber }],
        requestBody: { required: true, ...json(schemaOf(plannedDateInput)) },
        responses: {
          200: { description: 'Moved', ...json({ type: 'object', properties: { id: wholeNumber, on: date, version: wholeNumber } }) },
          403: PROBLEM,
          404: PROBLEM,
          409: PROBLEM,
          422: PROBLEM,
        },
      },
    },
  },
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'A token of the API, beginning with lich_' },
    },
    schemas: {
      Problem: {
        type: 'object',
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: wholeNumber,
          fields: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
  },
};

interface Operation {
  readonly responses: object;
  readonly requestBody?: object;
}

/** Whatever is asked may be answered so. */
const ANYWHERE = { 401: PROBLEM, 429: PROBLEM };

/** A body may be too large, too. */
const PATHS = Object.fromEntries(
  Object.entries(DESCRIPTION.paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]: [string, Operation]) => [
        method,
        { ...operation, responses: { ...operation.responses, ...ANYWHERE, ...(operation.requestBody ? { 413: PROBLEM } : {}) } },
      ]),
    ),
  ]),
);

@Public()
@Controller('api')
export class OpenApiController {
  constructor(private readonly cookies: BrowserCookies) {}

  @Get('openapi.json')
  description() {
    const { securitySchemes, schemas } = DESCRIPTION.components;
    const session = { type: 'apiKey', in: 'cookie', name: this.cookies.nameOf('session') };
    return { ...DESCRIPTION, paths: PATHS, components: { schemas, securitySchemes: { ...securitySchemes, session } } };
  }
}

import { EntityManager, MikroORM } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { type DynamicModule, Module } from '@nestjs/common';

/** Gives the services an entity manager that follows the context of the request or job; the caller owns the connection. */
@Module({})
export class DatabaseModule {
  static over(orm: MikroORM): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: MikroORM, useValue: orm },
        { provide: EntityManager, useValue: orm.em },
        { provide: SqlEntityManager, useValue: orm.em },
      ],
      exports: [MikroORM, EntityManager, SqlEntityManager],
    };
  }
}

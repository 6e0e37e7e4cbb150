import { expect, test } from '@jest/globals';
import { DEMO_ACCOUNTS } from '#database/demo-data.js';
import { roleName, ROLES } from '#identity/role.js';
import { demoSignIns } from './make-demo.js';

test('the demonstration has somebody of every role, and tells how each signs in', () => {
  const told = demoSignIns().split('\n');
  expect(told).toHaveLength(DEMO_ACCOUNTS.length + 1);
  for (const role of ROLES) {
    const person = DEMO_ACCOUNTS.find((account) => account.role === role) ?? DEMO_ACCOUNTS[0];
    expect(told).toContainEqual(expect.stringMatching(new RegExp(`${person.email}   ${person.password}   .*${roleName(role)}.*${person.name}$`)));
  }
});

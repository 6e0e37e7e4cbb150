/** Nobody is signed in; pages lead to the sign-in form and back, the API answers 401. */
export class SignInNeeded extends Error {
  constructor() {
    super('Hãy đăng nhập.');
    this.name = 'SignInNeeded';
  }
}

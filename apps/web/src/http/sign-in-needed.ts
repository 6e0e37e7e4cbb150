/** Nobody is signed in; pages lead to the sign-in form and back, the API answers 401. */
export class SignInNeeded extends Error {
  constructor(message = 'Hãy đăng nhập.') {
    super(message);
    this.name = 'SignInNeeded';
  }
}

/** Signed in, but with a role that the office lets work only with a second factor; pages lead to where one is set up. */
export class SecondFactorNeeded extends Error {
  constructor() {
    super('Vai trò của bạn bắt buộc xác thực hai lớp. Hãy thiết lập rồi dùng tiếp.');
    this.name = 'SecondFactorNeeded';
  }
}

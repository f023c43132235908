/** A password of the Web Connector, shown once. */
export interface ShownPassword {
  readonly connectionName: string;
  readonly userName: string;
  readonly password: string;
}

CREATE TABLE "deployments" (
	"id" integer PRIMARY KEY NOT NULL,
	"restore_epoch" integer NOT NULL,
	"restored_at" timestamp with time zone,
	CONSTRAINT "deployments_one" CHECK (id = 1)
);
--> statement-breakpoint
ALTER TABLE "links" DROP CONSTRAINT "links_kind";--> statement-breakpoint
ALTER TABLE "qb_cursors" DROP CONSTRAINT "qb_cursors_kind";--> statement-breakpoint
ALTER TABLE "qb_lists" DROP CONSTRAINT "qb_lists_kind";--> statement-breakpoint
ALTER TABLE "message_sets" DROP CONSTRAINT "message_sets_purpose";--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "pause_kind" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "pause_detail" jsonb;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "read_back_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "expect_work_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "restore_epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "qb_cursors" ADD COLUMN "whole_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "qb_lists" ADD COLUMN "external_guid" text;--> statement-breakpoint
ALTER TABLE "message_sets" ADD COLUMN "cleared_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "qb_requests" ADD COLUMN "target" jsonb;--> statement-breakpoint
CREATE INDEX "qb_lists_mark" ON "qb_lists" USING btree ("company_id","connection_id","external_guid") WHERE external_guid is not null;--> statement-breakpoint
CREATE INDEX "message_sets_uncleared" ON "message_sets" USING btree ("company_id","connection_id","sent_at") WHERE set_key is not null and cleared_at is null and state in ('answered', 'recovered');--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_pause_kind" CHECK (pause_kind in ('person', 'restored', 'second_connection'));--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_kind" CHECK (kind in ('project', 'vendor', 'cost_code', 'commitment', 'change_order'));--> statement-breakpoint
ALTER TABLE "qb_cursors" ADD CONSTRAINT "qb_cursors_kind" CHECK (kind in ('account', 'terms', 'class', 'vendor', 'customer', 'item', 'purchase_order', 'bill', 'list_deletion', 'txn_deletion'));--> statement-breakpoint
ALTER TABLE "qb_lists" ADD CONSTRAINT "qb_lists_kind" CHECK (kind in ('account', 'terms', 'class', 'vendor', 'customer', 'item', 'purchase_order', 'bill'));--> statement-breakpoint
ALTER TABLE "message_sets" ADD CONSTRAINT "message_sets_purpose" CHECK (purpose in ('verify', 'read_back', 'read', 'write', 'prepare', 'ask', 'lookup', 'clear'));--> statement-breakpoint
insert into "deployments" ("id", "restore_epoch") values (1, 0);--> statement-breakpoint
revoke insert, update, delete on "deployments" from connector_app;--> statement-breakpoint
update "qb_lists" set "external_guid" = upper("fields"->>'externalGuid') where "fields"->>'externalGuid' is not null;

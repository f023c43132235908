CREATE TABLE "approver_rights" (
	"company_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"direction" text NOT NULL,
	"granted_by" uuid NOT NULL,
	"granted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "approver_rights_company_id_user_id_kind_direction_pk" PRIMARY KEY("company_id","user_id","kind","direction"),
	CONSTRAINT "approver_rights_kind" CHECK (kind in ('cost_code', 'project', 'vendor', 'budget', 'commitment', 'change_order', 'invoice', 'payment', 'cost')),
	CONSTRAINT "approver_rights_direction" CHECK (direction in ('export', 'import'))
);
--> statement-breakpoint
ALTER TABLE "approver_rights" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "companies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"environment" text NOT NULL,
	"procore_company_id" bigint NOT NULL,
	"procore_key" text NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"status_reason" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "companies_procore" UNIQUE("environment","procore_company_id"),
	CONSTRAINT "companies_status" CHECK (status in ('active', 'disconnected')),
	CONSTRAINT "companies_lengths" CHECK (char_length(environment) <= 40 and char_length(name) <= 200 and char_length(status_reason) <= 500)
);
--> statement-breakpoint
ALTER TABLE "companies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"company_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"status" integer,
	"answer" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_company_id_user_id_key_pk" PRIMARY KEY("company_id","user_id","key"),
	CONSTRAINT "idempotency_keys_lengths" CHECK (char_length(key) <= 255)
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "members" (
	"company_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"tools" jsonb NOT NULL,
	"projects" jsonb NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "members_company_id_user_id_pk" PRIMARY KEY("company_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "settings" (
	"company_id" uuid PRIMARY KEY NOT NULL,
	"values" jsonb NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"environment" text NOT NULL,
	"procore_user_id" bigint NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "users_procore" UNIQUE("environment","procore_user_id"),
	CONSTRAINT "users_lengths" CHECK (char_length(login) <= 320 and char_length(name) <= 200)
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"pause_reason" text,
	"user_name" text NOT NULL,
	"password_hash" text NOT NULL,
	"previous_password_hash" text,
	"previous_password_until" timestamp with time zone,
	"failures" integer NOT NULL,
	"lock_count" integer NOT NULL,
	"locked_until" timestamp with time zone,
	"owner_id" text NOT NULL,
	"file_id" text NOT NULL,
	"is_edition_allowed" boolean NOT NULL,
	"company_file_name" text,
	"product_name" text,
	"major_version" integer,
	"country" text,
	"qbxml_version" text,
	"preferences" jsonb,
	"closing_date" date,
	"sealed_file_path" text,
	"web_connector_version" text,
	"last_contact_at" timestamp with time zone,
	"last_outcome" text,
	"last_error_text" text,
	"last_error_at" timestamp with time zone,
	"connect_failures" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "connections_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "connections_user_name" UNIQUE("company_id","user_name"),
	CONSTRAINT "connections_file" UNIQUE("company_id","file_id"),
	CONSTRAINT "connections_status" CHECK (status in ('new', 'active', 'paused', 'removed')),
	CONSTRAINT "connections_lengths" CHECK (char_length(name) <= 100 and char_length(user_name) <= 64 and char_length(pause_reason) <= 500 and char_length(last_outcome) <= 500 and char_length(last_error_text) <= 2000 and char_length(company_file_name) <= 200 and char_length(product_name) <= 255)
);
--> statement-breakpoint
ALTER TABLE "connections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "acceptances" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"export_id" uuid NOT NULL,
	"export_number" integer NOT NULL,
	"connection_id" uuid NOT NULL,
	"preview_hash" text NOT NULL,
	"payload_hash" text NOT NULL,
	"shown" jsonb NOT NULL,
	"accepted_by" uuid,
	"rule_name" text,
	"accepted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "acceptances_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "acceptances_number" UNIQUE("company_id","export_id","export_number")
);
--> statement-breakpoint
ALTER TABLE "acceptances" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "exports" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"procore_id" bigint NOT NULL,
	"procore_project_id" bigint,
	"connection_id" uuid,
	"state" text NOT NULL,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"vendor_name" text NOT NULL,
	"amount" numeric(14, 2) NOT NULL,
	"procore_status" text NOT NULL,
	"snapshot" jsonb NOT NULL,
	"snapshot_hash" text NOT NULL,
	"procore_updated_at" timestamp with time zone NOT NULL,
	"blockers" jsonb NOT NULL,
	"consents" text[] NOT NULL,
	"export_number" integer NOT NULL,
	"acceptance_id" uuid,
	"sent_by" uuid,
	"sent_at" timestamp with time zone,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"comment" text,
	"error" jsonb,
	"warning" text,
	"txn_id" text,
	"ref_number" text,
	"synced_at" timestamp with time zone,
	"write_back" text NOT NULL,
	"write_back_attempts" integer NOT NULL,
	"write_back_error" text,
	"write_back_after" timestamp with time zone,
	"archived_from" text,
	"changed_after_sync" text,
	"deleted_in_procore_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "exports_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "exports_procore" UNIQUE("company_id","kind","procore_id"),
	CONSTRAINT "exports_kind" CHECK (kind in ('cost_code', 'project', 'vendor', 'budget', 'commitment', 'change_order', 'invoice')),
	CONSTRAINT "exports_state" CHECK (state in ('not_sendable', 'ready_to_send', 'awaiting_approval', 'retrieved', 'rejected', 'queued', 'sent', 'outcome_unknown', 'synced', 'failed', 'needs_attention', 'archived', 'unlinked')),
	CONSTRAINT "exports_write_back_state" CHECK (write_back in ('none', 'pending', 'done', 'failed')),
	CONSTRAINT "exports_lengths" CHECK (char_length(number) <= 255 and char_length(title) <= 1000 and char_length(vendor_name) <= 255 and char_length(comment) <= 2000 and char_length(ref_number) <= 40 and char_length(txn_id) <= 80)
);
--> statement-breakpoint
ALTER TABLE "exports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "history" (
	"company_id" uuid NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" uuid,
	"before" jsonb,
	"after" jsonb,
	"reason" text,
	"request_id" text,
	"address" text,
	"prev_hash" text DEFAULT '' NOT NULL,
	"hash" text DEFAULT '' NOT NULL,
	CONSTRAINT "history_company_id_seq_pk" PRIMARY KEY("company_id","seq"),
	CONSTRAINT "history_actor_kind" CHECK (actor_kind in ('person', 'connector', 'system', 'rule', 'procore')),
	CONSTRAINT "history_lengths" CHECK (char_length(action) <= 60 and char_length(object_kind) <= 40 and char_length(actor_id) <= 80 and char_length(reason) <= 2000 and char_length(request_id) <= 128 and char_length(address) <= 64)
);
--> statement-breakpoint
ALTER TABLE "history" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "history_heads" (
	"company_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "history_heads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "links" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"procore_id" bigint NOT NULL,
	"qb_id" text NOT NULL,
	"qb_type" text NOT NULL,
	"qb_name" text NOT NULL,
	"edit_sequence" text,
	"lines" jsonb,
	"made_by" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "links_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "links_kind" CHECK (kind in ('project', 'vendor', 'cost_code', 'commitment')),
	CONSTRAINT "links_lengths" CHECK (char_length(qb_id) <= 80 and char_length(qb_type) <= 40 and char_length(qb_name) <= 255)
);
--> statement-breakpoint
ALTER TABLE "links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "procore_cursors" (
	"company_id" uuid NOT NULL,
	"name" text NOT NULL,
	"read_to" timestamp with time zone NOT NULL,
	"error" text,
	CONSTRAINT "procore_cursors_company_id_name_pk" PRIMARY KEY("company_id","name")
);
--> statement-breakpoint
ALTER TABLE "procore_cursors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "procore_records" (
	"company_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"procore_id" bigint NOT NULL,
	"name" text NOT NULL,
	"code" text NOT NULL,
	"match_name" text NOT NULL,
	"is_active" boolean NOT NULL,
	"origin_id" text,
	"fields" jsonb NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "procore_records_company_id_kind_procore_id_pk" PRIMARY KEY("company_id","kind","procore_id"),
	CONSTRAINT "procore_records_kind" CHECK (kind in ('project', 'vendor', 'cost_code'))
);
--> statement-breakpoint
ALTER TABLE "procore_records" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "qb_cursors" (
	"company_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"cursor" text,
	"as_of" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"error" text,
	CONSTRAINT "qb_cursors_company_id_connection_id_kind_pk" PRIMARY KEY("company_id","connection_id","kind"),
	CONSTRAINT "qb_cursors_kind" CHECK (kind in ('vendor', 'customer', 'item', 'purchase_order'))
);
--> statement-breakpoint
ALTER TABLE "qb_cursors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "qb_lists" (
	"company_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"qb_id" text NOT NULL,
	"qb_type" text NOT NULL,
	"full_name" text NOT NULL,
	"match_name" text NOT NULL,
	"parent_id" text,
	"sublevel" integer NOT NULL,
	"is_active" boolean NOT NULL,
	"edit_sequence" text NOT NULL,
	"time_modified" text NOT NULL,
	"fields" jsonb NOT NULL,
	"deleted_at" timestamp with time zone,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "qb_lists_company_id_connection_id_kind_qb_id_pk" PRIMARY KEY("company_id","connection_id","kind","qb_id"),
	CONSTRAINT "qb_lists_kind" CHECK (kind in ('vendor', 'customer', 'item', 'purchase_order'))
);
--> statement-breakpoint
ALTER TABLE "qb_lists" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "address_failures" (
	"address" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"window_started_at" timestamp with time zone NOT NULL,
	CONSTRAINT "address_failures_address" CHECK (char_length(address) <= 64)
);
--> statement-breakpoint
CREATE TABLE "browser_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"bearer_hash" text,
	"bearer_used_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"environment" text NOT NULL,
	"user_id" uuid,
	"sealed_access" text NOT NULL,
	"sealed_refresh" text,
	"issued_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	CONSTRAINT "credentials_owner" UNIQUE NULLS NOT DISTINCT("environment","user_id"),
	CONSTRAINT "credentials_status" CHECK (status in ('usable', 'reconnect'))
);
--> statement-breakpoint
CREATE TABLE "download_links" (
	"company_id" uuid NOT NULL,
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"target" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "download_links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sign_in_tickets" (
	"ticket_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"challenge" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message_sets" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"set_key" text,
	"purpose" text NOT NULL,
	"state" text NOT NULL,
	"about_set_id" uuid,
	"members" jsonb NOT NULL,
	"xml" text NOT NULL,
	"xml_sha256" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"answer_sha256" text,
	"answer_xml" text,
	"hresult" text,
	"message" text,
	"progress" integer,
	CONSTRAINT "message_sets_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "message_sets_purpose" CHECK (purpose in ('verify', 'read', 'write', 'ask', 'lookup', 'clear')),
	CONSTRAINT "message_sets_state" CHECK (state in ('in_flight', 'answered', 'unknown', 'asked', 'recovered', 'abandoned')),
	CONSTRAINT "message_sets_lengths" CHECK (char_length(set_key) <= 23 and char_length(hresult) <= 10 and char_length(message) <= 2000)
);
--> statement-breakpoint
ALTER TABLE "message_sets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "qb_requests" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "qb_requests_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"role" text NOT NULL,
	"priority" integer NOT NULL,
	"state" text NOT NULL,
	"message" text NOT NULL,
	"payload" jsonb NOT NULL,
	"payload_hash" text NOT NULL,
	"export_id" uuid,
	"acceptance_id" uuid,
	"external_guid" text,
	"reader" text,
	"page" jsonb,
	"depends_on" uuid[] NOT NULL,
	"split_group" text,
	"attempts" integer NOT NULL,
	"available_at" timestamp with time zone NOT NULL,
	"set_id" uuid,
	"status_code" integer,
	"status_message" text,
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "qb_requests_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "qb_requests_role" CHECK (role in ('write', 'read')),
	CONSTRAINT "qb_requests_write" CHECK (role = 'read' or (export_id is not null and acceptance_id is not null)),
	CONSTRAINT "qb_requests_state" CHECK (state in ('ready', 'sent', 'unknown', 'done', 'failed', 'needs_attention', 'cancelled')),
	CONSTRAINT "qb_requests_lengths" CHECK (char_length(message) <= 60 and char_length(status_message) <= 2000 and char_length(reader) <= 40)
);
--> statement-breakpoint
ALTER TABLE "qb_requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "qb_sessions" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"ticket_hash" text NOT NULL,
	"state" text NOT NULL,
	"guard" text NOT NULL,
	"in_flight_set_id" uuid,
	"last_error" text,
	"no_op_rounds" integer NOT NULL,
	"recovery_failures" integer NOT NULL,
	"done_count" integer NOT NULL,
	"failed_count" integer NOT NULL,
	"last_progress" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text,
	CONSTRAINT "qb_sessions_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "qb_sessions_ticket" UNIQUE("company_id","ticket_hash"),
	CONSTRAINT "qb_sessions_state" CHECK (state in ('open', 'closed', 'taken_over')),
	CONSTRAINT "qb_sessions_guard" CHECK (guard in ('unverified', 'verified', 'wrong_file', 'edition')),
	CONSTRAINT "qb_sessions_lengths" CHECK (char_length(last_error) <= 2000 and char_length(outcome) <= 500)
);
--> statement-breakpoint
ALTER TABLE "qb_sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "deliveries" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"resource_name" text NOT NULL,
	"resource_id" bigint NOT NULL,
	"procore_project_id" bigint,
	"event_type" text NOT NULL,
	"body" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone,
	"attempts" integer NOT NULL,
	"error" text,
	CONSTRAINT "deliveries_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "deliveries_event" UNIQUE("company_id","event_id")
);
--> statement-breakpoint
ALTER TABLE "deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "hooks" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"procore_hook_id" bigint,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "hooks_company_id_id_pk" PRIMARY KEY("company_id","id")
);
--> statement-breakpoint
ALTER TABLE "hooks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "approver_rights" ADD CONSTRAINT "approver_rights_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approver_rights" ADD CONSTRAINT "approver_rights_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acceptances" ADD CONSTRAINT "acceptances_company_id_export_id_exports_company_id_id_fk" FOREIGN KEY ("company_id","export_id") REFERENCES "public"."exports"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_company_id_connection_id_connections_company_id_id_fk" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connections"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history_heads" ADD CONSTRAINT "history_heads_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_company_id_connection_id_connections_company_id_id_fk" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connections"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "procore_cursors" ADD CONSTRAINT "procore_cursors_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "procore_records" ADD CONSTRAINT "procore_records_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qb_lists" ADD CONSTRAINT "qb_lists_company_id_connection_id_connections_company_id_id_fk" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connections"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "browser_sessions" ADD CONSTRAINT "browser_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "download_links" ADD CONSTRAINT "download_links_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "download_links" ADD CONSTRAINT "download_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_tickets" ADD CONSTRAINT "sign_in_tickets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_sets" ADD CONSTRAINT "message_sets_company_id_session_id_qb_sessions_company_id_id_fk" FOREIGN KEY ("company_id","session_id") REFERENCES "public"."qb_sessions"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qb_requests" ADD CONSTRAINT "qb_requests_company_id_connection_id_connections_company_id_id_fk" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connections"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qb_requests" ADD CONSTRAINT "qb_requests_company_id_export_id_exports_company_id_id_fk" FOREIGN KEY ("company_id","export_id") REFERENCES "public"."exports"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qb_sessions" ADD CONSTRAINT "qb_sessions_company_id_connection_id_connections_company_id_id_fk" FOREIGN KEY ("company_id","connection_id") REFERENCES "public"."connections"("company_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hooks" ADD CONSTRAINT "hooks_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "companies_procore_key_index" ON "companies" USING btree ("procore_key");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("company_id","created_at");--> statement-breakpoint
CREATE INDEX "connections_user_name_index" ON "connections" USING btree ("user_name");--> statement-breakpoint
CREATE INDEX "exports_project" ON "exports" USING btree ("company_id","procore_project_id","kind","state");--> statement-breakpoint
CREATE INDEX "exports_inbox" ON "exports" USING btree ("company_id","state","sent_at","id");--> statement-breakpoint
CREATE INDEX "exports_write_back" ON "exports" USING btree ("company_id","write_back_after") WHERE write_back = 'pending';--> statement-breakpoint
CREATE INDEX "history_object" ON "history" USING btree ("company_id","object_kind","object_id","seq");--> statement-breakpoint
CREATE INDEX "history_at" ON "history" USING btree ("company_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "links_procore" ON "links" USING btree ("company_id","connection_id","kind","procore_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "links_qb" ON "links" USING btree ("company_id","connection_id","kind","qb_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "procore_records_match" ON "procore_records" USING btree ("company_id","kind","match_name");--> statement-breakpoint
CREATE INDEX "qb_lists_match" ON "qb_lists" USING btree ("company_id","connection_id","kind","match_name");--> statement-breakpoint
CREATE INDEX "browser_sessions_bearer_hash_index" ON "browser_sessions" USING btree ("bearer_hash");--> statement-breakpoint
CREATE INDEX "browser_sessions_user_id_index" ON "browser_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sign_in_tickets_expires_at_index" ON "sign_in_tickets" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "message_sets_session" ON "message_sets" USING btree ("company_id","session_id","sent_at");--> statement-breakpoint
CREATE INDEX "message_sets_unknown" ON "message_sets" USING btree ("company_id","connection_id") WHERE state in ('unknown', 'asked');--> statement-breakpoint
CREATE INDEX "qb_requests_ready" ON "qb_requests" USING btree ("company_id","connection_id","priority","seq") WHERE state = 'ready';--> statement-breakpoint
CREATE INDEX "qb_requests_open" ON "qb_requests" USING btree ("company_id","connection_id") WHERE state in ('sent', 'unknown');--> statement-breakpoint
CREATE INDEX "qb_requests_export" ON "qb_requests" USING btree ("company_id","export_id");--> statement-breakpoint
CREATE INDEX "qb_requests_set" ON "qb_requests" USING btree ("company_id","set_id");--> statement-breakpoint
CREATE INDEX "qb_requests_reader" ON "qb_requests" USING btree ("company_id","connection_id","reader") WHERE role = 'read' and state in ('ready', 'sent');--> statement-breakpoint
CREATE UNIQUE INDEX "qb_sessions_open" ON "qb_sessions" USING btree ("company_id","connection_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "qb_sessions_recent" ON "qb_sessions" USING btree ("company_id","connection_id","started_at");--> statement-breakpoint
CREATE INDEX "qb_sessions_latest" ON "qb_sessions" USING btree ("company_id","started_at","id");--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("company_id","received_at") WHERE handled_at is null;--> statement-breakpoint
CREATE INDEX "hooks_token_hash_index" ON "hooks" USING btree ("token_hash");--> statement-breakpoint
CREATE POLICY "tenant" ON "approver_rights" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "companies" AS PERMISSIVE FOR ALL TO public USING (id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "by_procore_key" ON "companies" AS PERMISSIVE FOR SELECT TO public USING (procore_key = nullif(current_setting('app.procore_key', true), ''));--> statement-breakpoint
CREATE POLICY "every_company" ON "companies" AS PERMISSIVE FOR SELECT TO public USING (current_setting('app.scope', true) = 'every-company');--> statement-breakpoint
CREATE POLICY "tenant" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "members" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "settings" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "connections" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "by_user_name" ON "connections" AS PERMISSIVE FOR SELECT TO public USING (user_name = nullif(current_setting('app.user_name', true), ''));--> statement-breakpoint
CREATE POLICY "by_connection" ON "connections" AS PERMISSIVE FOR SELECT TO public USING (id::text = nullif(current_setting('app.connection', true), ''));--> statement-breakpoint
CREATE POLICY "tenant" ON "acceptances" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "exports" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "history" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "history_heads" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "links" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "procore_cursors" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "procore_records" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "qb_cursors" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "qb_lists" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "download_links" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "by_download" ON "download_links" AS PERMISSIVE FOR SELECT TO public USING (token_hash = nullif(current_setting('app.download', true), ''));--> statement-breakpoint
CREATE POLICY "tenant" ON "message_sets" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "qb_requests" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "qb_sessions" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "deliveries" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "hooks" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "by_hook" ON "hooks" AS PERMISSIVE FOR SELECT TO public USING (token_hash = nullif(current_setting('app.hook', true), ''));
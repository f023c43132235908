CREATE TABLE "pictures" (
	"company_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"procore_id" bigint NOT NULL,
	"procore_project_id" bigint NOT NULL,
	"commitment_id" bigint,
	"origin_id" text,
	"amount" numeric(14, 2) NOT NULL,
	"snapshot" jsonb NOT NULL,
	"snapshot_hash" text NOT NULL,
	"written_hash" text,
	"procore_updated_at" timestamp with time zone NOT NULL,
	"procore_read_at" timestamp with time zone NOT NULL,
	"deleted_in_procore_at" timestamp with time zone,
	CONSTRAINT "pictures_company_id_kind_procore_id_pk" PRIMARY KEY("company_id","kind","procore_id"),
	CONSTRAINT "pictures_kind" CHECK (kind in ('potential_change_order', 'change_order_request', 'payment', 'cost')),
	CONSTRAINT "pictures_lengths" CHECK (char_length(origin_id) <= 255)
);
--> statement-breakpoint
ALTER TABLE "pictures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "procore_writes" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"origin_id" text NOT NULL,
	"procore_project_id" bigint NOT NULL,
	"aim" text NOT NULL,
	"wanted" jsonb NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"procore_id" bigint,
	"attempts" integer NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"error" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "procore_writes_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "procore_writes_origin" UNIQUE("company_id","kind","origin_id"),
	CONSTRAINT "procore_writes_kind" CHECK (kind in ('payment', 'cost')),
	CONSTRAINT "procore_writes_aim" CHECK (aim in ('write', 'release', 'remove')),
	CONSTRAINT "procore_writes_state" CHECK (state in ('pending', 'done', 'failed')),
	CONSTRAINT "procore_writes_lengths" CHECK (char_length(origin_id) <= 255 and char_length(error) <= 2000)
);
--> statement-breakpoint
ALTER TABLE "procore_writes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "procore_writes" ADD CONSTRAINT "procore_writes_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pictures_project" ON "pictures" USING btree ("company_id","procore_project_id","kind");--> statement-breakpoint
CREATE INDEX "pictures_commitment" ON "pictures" USING btree ("company_id","commitment_id","kind");--> statement-breakpoint
CREATE INDEX "pictures_origin" ON "pictures" USING btree ("company_id","kind","origin_id");--> statement-breakpoint
CREATE INDEX "procore_writes_due" ON "procore_writes" USING btree ("company_id","due_at") WHERE state = 'pending';--> statement-breakpoint
CREATE POLICY "tenant" ON "pictures" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "procore_writes" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
ALTER TABLE "pictures" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "procore_writes" FORCE ROW LEVEL SECURITY;

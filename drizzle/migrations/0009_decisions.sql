CREATE TABLE "direct_rules" (
	"company_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"amount_up_to" numeric(14, 2),
	"vendor_id" bigint,
	"project_id" bigint,
	"is_on" boolean NOT NULL,
	"version" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "direct_rules_company_id_id_pk" PRIMARY KEY("company_id","id"),
	CONSTRAINT "direct_rules_kind" CHECK (kind in ('cost_code', 'project', 'vendor', 'budget', 'commitment', 'change_order', 'invoice')),
	CONSTRAINT "direct_rules_lengths" CHECK (char_length(name) <= 80)
);
--> statement-breakpoint
ALTER TABLE "direct_rules" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "direct_rules" ADD CONSTRAINT "direct_rules_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "direct_rules" AS PERMISSIVE FOR ALL TO public USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid) WITH CHECK (company_id = nullif(current_setting('app.company_id', true), '')::uuid);--> statement-breakpoint
ALTER TABLE "direct_rules" FORCE ROW LEVEL SECURITY;

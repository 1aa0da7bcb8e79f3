import ClusterSim
import Results
import Testing
import Units

/// What the site says without its tables, and without its database.
struct DatabaseTests {
  private static let world = """
    cluster:
      pools: [{name: pool, machine: {cpu: "2", memory: 8Gi}, count: 3}]
    images:
      - image: hnarayanan/djangogirls-app:*
        size: 50Mi
        gunicorn: {database: {service: database, found-by: environment}}
      - {image: hnarayanan/postgresql:*, size: 50Mi, postgresql: {}}
    clients:
      - {name: readers, target: app:80, rate: 10/s, ask: list, start: phase before}
      - {name: greeters, target: app:80, rate: 2/s, ask: hello, start: phase before}

    """

  @Test func `until migrate has run every view that asks the database answers 500`() throws {
    let run = try Record(
      Stage.design(
        Self.world + """
          manifests: [database/replication-controller.yaml, database/service.yaml]
          timeline:
            - {run: kubectl create -f app, after: 20s}
            - {phase: before, wait: {service: app, address: true}, after: 10s}
            - phase: migrating
              after: 60s
              run: kubectl exec rc/app-orange -- python manage.py migrate
            - {phase: after, after: 2s}
            - {run: kubectl get pods, after: 60s}
          end: {after: 30s}
          """), trace: .all)
    let cause = "500 database not migrated"
    let before = try #require(run.phase("before")?.figures)
    let asked = run.rows.filter { $0.arrived < run.phase("before")?.to ?? .start }
    let lists = asked.filter { $0.endpoint == "list" }
    #expect(lists.count > 400)
    #expect(lists.allSatisfy { $0.cause == cause && $0.status == 500 && $0.outcome == .failed })
    #expect(run.count(cause, in: "before") == lists.count)
    #expect(before.failed == lists.count)
    // A page without a query needs no table.
    #expect(asked.filter { $0.endpoint == "hello" }.count > 60)
    #expect(before.succeeded == asked.count - lists.count)
    #expect(run.count(cause, in: "migrating") > 0)
    let after = try #require(run.phase("after")?.figures)
    #expect(after.arrived > 800)
    #expect(after.failed == 0 && after.timedOut == 0)
    #expect(run.brokenPromises == [])
    #expect(run.output("migrate").contains("Applying blog.0001_initial... OK"))
  }

  @Test func `a superuser needs the tables`() throws {
    let run = try Record(
      Stage.design(
        Self.world + """
          manifests: [database/replication-controller.yaml, database/service.yaml]
          timeline:
            - {run: kubectl create -f app, after: 20s}
            - phase: before
              wait: {pods: name=app, ready: all}
              after: 10s
              run: kubectl exec rc/app-orange -- python manage.py createsuperuser
          """))
    #expect(
      run.output("createsuperuser").contains(
        "django.db.utils.ProgrammingError: relation \"auth_user\" does not exist"))
    #expect(run.output("createsuperuser").contains("exit code 1"))
  }

  @Test func `a site that starts before the Service exists finds no database until restarted`()
    throws
  {
    let run = try Record(
      Stage.design(
        Self.world + """
          manifests: [database/replication-controller.yaml, app]
          timeline:
            - {phase: before, wait: {service: app, address: true}, after: 20s}
            - {run: kubectl create -f database/service.yaml, after: 60s}
            - phase: with-service
              after: 30s
              run: kubectl exec rc/app-orange -- python manage.py migrate
            - phase: restart
              after: 30s
              run: kubectl delete pods -l name=app,colour=orange
            - wait: {pods: name=app, ready: all}
              run: kubectl delete pods -l name=app,colour=maroon
            - {phase: restarted, wait: {pods: name=app, ready: all}, after: 10s}
            - {run: kubectl exec rc/app-orange -- python manage.py migrate, after: 30s}
            - {phase: well, after: 2s}
            - {run: kubectl get pods, after: 60s}
          end: {after: 30s}
          """))
    let cause = "500 no database address"
    #expect(run.count(cause, in: "before") > 500)
    // The Service is there now, and the containers that run do not know of it.
    #expect(run.count(cause, in: "with-service") > 200)
    #expect(run.count("500 database not migrated", in: "with-service") == 0)
    #expect(
      run.output("migrate").contains("OperationalError: 500 no database address"),
      "\(run.output("migrate"))")
    #expect(run.count(cause, in: "restarted") == 0)
    #expect(run.count("500 database not migrated", in: "restarted") > 200)
    #expect(run.output("migrate", 1).contains("Applying blog.0001_initial... OK"))
    let well = try #require(run.phase("well")?.figures)
    #expect(well.arrived > 800 && well.lost == 0)
    #expect(run.brokenPromises == [])
  }
}

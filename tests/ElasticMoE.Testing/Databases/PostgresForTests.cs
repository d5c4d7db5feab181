namespace ElasticMoE.Testing.Databases;

/// <summary>The PostgreSQL server that tests may use: a superuser's connection string, which `./test.sh` sets.</summary>
public static class PostgresForTests
{
    /// <summary>Why tests that need one don't run where there is none.</summary>
    public const string WhyNot = "There is no PostgreSQL server: EMOE_TEST_POSTGRES isn't set. ./test.sh starts one, and so does build/with-postgres.sh.";

    /// <summary>Null where there is none.</summary>
    public static string? Connection { get; } = Environment.GetEnvironmentVariable("EMOE_TEST_POSTGRES") is { Length: > 0 } connection ? connection : null;
}

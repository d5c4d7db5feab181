using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Journals.Postgres;
using Npgsql;

namespace ElasticMoE.ControlPlane.Tests.Journals;

public sealed class PostgresAddressTests
{
    [Fact]
    public void EveryPartIsTakenAsItIsMeant()
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.ToConnection("postgres://an%40n:p%2Fq%3Br@db.example:6000/the%20base?search_path=one&sslmode=require"));
        Assert.Equal(("an@n", "p/q;r", "db.example", 6000, "the base"), (settings.Username, settings.Password, settings.Host, settings.Port, settings.Database));
        Assert.Equal(("one", SslMode.Require), (settings.SearchPath, settings.SslMode));
        Assert.Equal(5432, new NpgsqlConnectionStringBuilder(PostgresAddress.ToConnection("postgresql://db/base")).Port);
    }

    [Theory]
    [InlineData("postgres://user:hunter2@/base")]
    [InlineData("postgres://user:hunter2@host")]
    [InlineData("postgres://user:hunter2@host:port/base")]
    [InlineData("postgres://user:hunter2@host/base?nothing=known")]
    [InlineData("postgres://user:hunter2@host/base?sslmode")]
    [InlineData("http://user:hunter2@host/base")]
    public void WhatIsNoneIsRefusedWithoutItsPassword(string address)
    {
        var refused = Assert.Throws<InputException>(() => PostgresAddress.ToConnection(address));
        Assert.Equal(ExitCode.Usage, refused.Exit);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }
}

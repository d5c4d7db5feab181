namespace ElasticMoE.DataPlane.Requests;

/// <summary>With how many others a router may have a request before it has got on.</summary>
internal enum RequestCompany
{
    /// <summary>Any number.</summary>
    Any,

    /// <summary>A few: should the router be lost, they are all that may be why.</summary>
    Few,

    /// <summary>None.</summary>
    Alone,
}
